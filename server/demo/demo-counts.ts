export type DemoCounts = {
  readonly accounts: number;
  readonly contacts: number;
  readonly assets: number;
  readonly workOrders: number;
  readonly bookings: number;
  readonly notes: number;
};

export function demoCounts(scale: number): DemoCounts {
  const scaled = (count: number): number => Math.max(1, Math.round(count * scale));
  return {
    accounts: scaled(5_000),
    contacts: scaled(12_000),
    assets: scaled(20_000),
    workOrders: scaled(30_000),
    bookings: scaled(8_000),
    notes: scaled(10_000),
  };
}
