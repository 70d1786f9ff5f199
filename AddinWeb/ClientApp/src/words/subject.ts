/** A subject without its Re: and Fwd:, in the forms that the mail programs of Europe and Japan write. */
export const topicOf = (subject: string): string =>
  subject.replace(/^(\s*(re|aw|sv|vs|fwd?|wg|tr|rv|返信|転送)\s*[:：]\s*)+/i, '').trim();

const startsFromTheRight =
  /^[^\p{L}]*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** The direction of what the subject says: the Re: before it, always Latin, has no say. */
export const directionOf = (subject: string): 'rtl' | 'auto' =>
  startsFromTheRight.test(topicOf(subject)) ? 'rtl' : 'auto';
