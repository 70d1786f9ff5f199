import { useEffect, useState } from 'react';

const shownFor = 2_000;

/** Copies text and tells for two seconds whether it went: Outlook's frame may forbid the clipboard. */
export function useCopy(): [state: 'idle' | 'copied' | 'failed', copy: (text: string) => void] {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), shownFor);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = (text: string) => {
    void write(text).then((went) => setState(went ? 'copied' : 'failed'));
  };
  return [state, copy];
}

async function write(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

function copySelected(text: string): boolean {
  const focused = document.activeElement as HTMLElement | null;
  const area = document.createElement('textarea');
  area.value = text;
  area.style.cssText = 'position:fixed;opacity:0';
  document.body.append(area);
  area.select();
  const went = document.execCommand('copy');
  area.remove();
  focused?.focus();
  return went;
}
