import { call } from './client';
import type { Me } from './types';

export const getMe = (signal?: AbortSignal) => call<Me>('/me', { signal });
