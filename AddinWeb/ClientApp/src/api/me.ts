import { call } from './client';
import type { IntakeLine, IntakeOutcome, MailSettings, Me, Page, SenderAddress, SmartBcc, Written } from './types';

/** Any of the settings; what is absent stays. */
export type MailSettingsChange = Partial<Omit<MailSettings, 'autoLink'>> & {
  autoLink?: Partial<MailSettings['autoLink']>;
};

export const getMe = (signal?: AbortSignal) => call<Me>('/me', { signal });

export const getMailSettings = (signal?: AbortSignal) => call<MailSettings>('/me/mail-settings', { signal });

export const patchMailSettings = (change: MailSettingsChange, key: string) =>
  call<MailSettings & Written>('/me/mail-settings', { method: 'PATCH', body: change, key });

export const getSmartBcc = (signal?: AbortSignal) => call<SmartBcc>('/me/smart-bcc', { signal });

export const getSenderAddresses = (signal?: AbortSignal) =>
  call<Page<SenderAddress>>('/me/sender-addresses', { signal });

/** Sends a link to the address; asked again it sends a new one. */
export const askSenderAddress = (address: string, key: string) =>
  call<SenderAddress & Written>('/me/sender-addresses', { method: 'POST', body: { address }, key });

export const confirmSenderAddress = (token: string, key: string) =>
  call<SenderAddress & Written>('/sender-address-confirmations', { method: 'POST', body: { token }, key });

export const removeSenderAddress = (id: string, key: string) =>
  call<Written>(`/me/sender-addresses/${id}`, { method: 'DELETE', key });

/** Which lines; nothing said is all. */
export interface IntakeWish {
  outcome?: IntakeOutcome[];
  from?: string;
}

export const getIntakeLog = (whose: 'me' | 'admin', wish: IntakeWish, cursor?: string, signal?: AbortSignal) =>
  call<Page<IntakeLine>>(`/${whose}/intake-log`, { query: { ...wish, cursor }, signal });
