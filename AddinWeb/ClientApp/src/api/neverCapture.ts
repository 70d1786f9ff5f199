import { ApiError, call } from './client';
import type { MyNeverCapture, NeverCaptureList, Written } from './types';

export const getMyNeverCapture = (signal?: AbortSignal) => call<MyNeverCapture>('/me/never-capture', { signal });

export const getCompanyNeverCapture = (signal?: AbortSignal) =>
  call<NeverCaptureList>('/admin/never-capture', { signal });

/** Adds or takes off one entry. The list is written whole; one that was changed meanwhile is read again, once. */
export async function changeNeverCapture(whose: 'me' | 'admin', entry: string, isAdded: boolean, key: string) {
  const read = () => (whose === 'me' ? getMyNeverCapture() : getCompanyNeverCapture());
  try {
    return await put(whose, await read(), entry, isAdded, key);
  } catch (failure) {
    if (!(failure instanceof ApiError) || failure.code !== 'version_conflict') throw failure;
    return put(whose, await read(), entry, isAdded, `${key}-again`);
  }
}

function put(whose: 'me' | 'admin', list: NeverCaptureList, entry: string, isAdded: boolean, key: string) {
  const field = entry.includes('@') ? 'addresses' : 'domains';
  const others = list[field].filter((one) => one !== entry);
  const { version, addresses, domains } = list;
  const body = { version, addresses, domains, [field]: isAdded ? [...others, entry] : others };
  return call<NeverCaptureList & Written>(`/${whose}/never-capture`, { method: 'PUT', body, key });
}
