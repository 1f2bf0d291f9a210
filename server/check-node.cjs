// Runs on any Node, however old: no syntax newer than ES5 here.
var wanted = [20, 19];
var parts = process.versions.node.split('.');
var major = Number(parts[0]);
var minor = Number(parts[1]);
if (major < wanted[0] || (major === wanted[0] && minor < wanted[1])) {
  console.error('Landfall needs Node ' + wanted.join('.') + ' or newer; this is ' + process.versions.node + '.');
  process.exit(1);
}
