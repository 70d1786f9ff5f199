import { useEffect } from 'react';

/** What the browser's tab is called while this page stands, and no longer. */
export function useTitle(name: string | undefined): void {
  useEffect(() => {
    document.title = name ? `${name} · MailCrm` : 'MailCrm';
    return () => {
      document.title = 'MailCrm';
    };
  }, [name]);
}
