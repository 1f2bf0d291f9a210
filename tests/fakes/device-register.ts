import type { KnownDevice } from '../../src/core/canary.ts';
import type { DeviceRegister, DeviceReport, Reported } from '../../src/service/device-register.ts';

/** A service's register and one browser's cookie, as far as a device sees them. */
export class FakeRegister implements DeviceRegister {
  readonly reports: DeviceReport[] = [];
  readonly forgotten: string[] = [];
  others: readonly KnownDevice[] = [];
  /** Earlier databases of this browser that nobody was told of yet. */
  replaced: readonly KnownDevice[] = [];
  /** Instead of an answer. */
  trouble: 'not kept' | 'no answer' | null = null;

  async report(report: DeviceReport): Promise<Reported> {
    this.reports.push(report);
    if (this.trouble !== null) return { kind: this.trouble };
    return { kind: 'heard', heard: { replaced: this.replaced, others: this.others } };
  }

  async forget(storeId: string): Promise<void> {
    this.forgotten.push(storeId);
    this.replaced = this.replaced.filter((one) => one.storeId !== storeId);
  }
}
