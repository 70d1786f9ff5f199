const nameFor = (user: string) => `mailcrm.mailboxOfferDismissed.${user}`;

/** Whether the rep wants to hear no more of connecting a mailbox; kept on this machine. */
export function isOfferForgotten(user: string): boolean {
  try {
    return localStorage.getItem(nameFor(user)) !== null;
  } catch {
    // Storage can be forbidden in a framed page; the answer lasts as long as the pane then.
    return false;
  }
}

export function forgetOffer(user: string): void {
  try {
    localStorage.setItem(nameFor(user), new Date().toISOString());
  } catch {
    // As above.
  }
}
