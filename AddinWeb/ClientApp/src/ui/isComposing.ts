import type { KeyboardEvent } from 'react';

/** The key goes to what makes characters of keys (Japanese): its Enter and Escape are not ours. 229 is Safari's word. */
export const isComposing = ({ nativeEvent, keyCode }: KeyboardEvent): boolean =>
  nativeEvent.isComposing || keyCode === 229;
