import type { conversationsEn } from './conversationsEn';

export const conversationsJa: Record<Exclude<keyof typeof conversationsEn, `${string}_one`>, string> = {
  conversation: 'スレッド',
  thisMail: 'このメール',
  showAll: '{{count}}通すべて表示',
  placed_first: 'スレッドの最初のメール',
  placed_reply_headers: '返信のため、このスレッド',
  placed_provider: 'メールボックスと同じスレッド',
  placed_subject: '件名と相手が同じため、このスレッド',
  placed_record_address: '別のレコード宛てのため、新しいスレッド',
  placed_hand: '自分で移動',

  splitHere: 'ここから分割…',
  splitMeans: '同じ紐付けのまま、別のスレッドになります。閲覧できる人は変わらず、今後の返信もそちらに入ります。',
  splitThis: 'このメールのみ',
  splitLater_other: 'このメールと以降の{{count}}通',

  oneConversation: '同じスレッドですか',
  offer_reply_headers: '開いている「{{here}}」と返信でつながっています',
  offer_provider: '開いている「{{here}}」と、メールボックスでは同じスレッドです',
  offer_subject: '開いている「{{here}}」と、件名と相手が同じです',
  offer_otherwise: '開いている「{{here}}」と、同じスレッドかもしれません',
  offerMessages_other: '{{count}}通',
  join: '結合する',
  joinNamed: '「{{here}}」と「{{there}}」を結合する',
  joining: '結合中…',
  notTheSame: '違います',
  notTheSameNamed: '違います:「{{here}}」と「{{there}}」は別のスレッド',
  joinAndShow_other: '結合して{{count}}名に見せる',
  linkedDifferently:
    'このスレッドは{{here}}に、もう一方は{{there}}に紐付いています。結合するには、一方の紐付けを解除してください。',
  error_linked_differently:
    '一方は{{here}}に、もう一方は{{there}}に紐付いているため、結合していません。先に一方の紐付けを解除してください。',

  said_split: '分割しました。同じ紐付けのまま、別のスレッドになりました。',
  said_splitLater_other: '分割しました。以降の{{count}}通とともに、同じ紐付けのまま別のスレッドになりました。',
  said_splitNothing: 'すでに独立したスレッドです。',
  said_joined: '「{{name}}」と結合しました。',
  said_joinedPrivate: '「{{name}}」と結合しました。今後の返信は非公開です。',
  said_joinedShown_other: '「{{name}}」と結合しました。このメールを{{count}}名が閲覧できます。',
  said_notTheSame: '別のスレッドのままにします。今後は確認しません。',

  trail_split: '別のスレッドに分割',
  trail_joined: 'スレッドを結合',
  trail_offer_dismissed: '別のスレッドと回答',
};
