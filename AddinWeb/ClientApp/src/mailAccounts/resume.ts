const name = 'mailcrm.mailboxSignIn';

/** What a sign-in was for. It leads away from the page, which is another one when it comes back. */
export interface Resume {
  user: string;
  /** null: to connect the mailbox */
  account: string | null;
}

export function keepResume(resume: Resume): void {
  sessionStorage.setItem(name, JSON.stringify(resume));
}

/** Only for whom it was kept: somebody else may have signed in. */
export function resumeOf(user: string): Resume | null {
  const kept = sessionStorage.getItem(name);
  const resume = kept === null ? null : (JSON.parse(kept) as Resume);
  return resume?.user === user ? resume : null;
}

/** It is begun, or it is somebody else's: once is enough. */
export function dropResume(): void {
  sessionStorage.removeItem(name);
}
