import type { Money } from './MoneyFields';

/** The number and currency that were typed; nothing where no value was, null where it is no number. */
export function readMoney({ value, currency }: Money): { value?: number; currency?: string } | null {
  if (!value.trim()) return {};
  const amount = Number(value.replace(/[\s,]/g, ''));
  return Number.isNaN(amount) ? null : { value: amount, currency: currency.trim().toUpperCase() || undefined };
}
