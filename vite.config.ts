import { builtinModules } from 'node:module';
import { defineConfig, type UserConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

// One program, two builds: `vite build` makes the app and its workers, `vite build --ssr` the embedded service and
// the command that looks after it.
export default defineConfig(({ isSsrBuild }) => (isSsrBuild === true ? serviceBuild : appBuild));

const serviceBuild: UserConfig = {
  build: {
    ssr: true,
    outDir: 'dist/server',
    target: 'node20',
    copyPublicDir: false,
    rolldownOptions: {
      input: { main: 'server/main.ts', landfall: 'server/landfall.ts' },
      external: [/^node:/, ...builtinModules],
      output: { entryFileNames: '[name].js' },
    },
  },
};

// Its package names the build for ES5, of nearly twice the size; the app needs ES2022 anyway.
const workboxWindow = 'workbox-window/build/workbox-window.prod.mjs';

const appBuild: UserConfig = {
  resolve: { alias: { 'workbox-window': workboxWindow } },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es' },
  build: { outDir: 'dist/app', target: 'es2022', sourcemap: true, assetsInlineLimit: 0 },
  plugins: [
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'sw',
      filename: 'sw.ts',
      injectRegister: false,
      manifest: false,
      injectManifest: { globPatterns: ['**/*.{js,css,html,svg,png,webmanifest}'], rollupFormat: 'iife' },
      devOptions: { enabled: true, type: 'module' },
    }),
  ],
  optimizeDeps: { include: ['dexie', 'valibot', workboxWindow, 'workbox-precaching', 'workbox-background-sync'] },
};
