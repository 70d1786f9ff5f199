import type { mailAccountsEn } from './mailAccountsEn';

export const mailAccountsJa: Record<Exclude<keyof typeof mailAccountsEn, `${string}_one`>, string> = {
  mailboxSync: 'メール同期',
  noMailbox:
    'メールボックスはまだ接続されていません。接続してフォルダーと期間を選ぶと、メールが自動的に取り込まれます。',
  connectMailbox: 'Microsoft 365のメールボックスを接続',
  connecting: '接続しています…',
  readingFolders: '{{name}}のフォルダーを読み込んでいます…',

  whichFolders: '対象のフォルダー',
  allFolders: 'すべてのフォルダー(新しいものも含む)',
  allFoldersBut: '{{names}}は含みません。必要な場合は個別に選択してください。',
  someFolders: '選択したフォルダーのみ',
  foldersOf: '{{name}}のフォルダー',
  chosenCount_other: '{{n}}個のフォルダーを選択中',
  folder_inbox: '受信箱',
  folder_sentitems: '送信済み',
  folder_drafts: '下書き',
  folder_deleteditems: '削除済み',
  folder_junkemail: '迷惑メール',
  folder_archive: 'アーカイブ',
  folder_outbox: '送信トレイ',
  fromWhen: '期間',
  fromWhenMeans: 'これより古いメールは取り込みません。接続前のメールは非公開で取り込まれ、閲覧できるのは自分のみです。',
  since_now: '今後のメールのみ',
  since_month: '1か月前から',
  since_quarter: '3か月前から',
  since_year: '1年前から',
  since_date: '日付を指定…',
  since_all: 'すべて',
  since_kept: '変更しない({{date}}から)',
  since_keptAll: '変更しない(すべて)',
  sinceDay: '最初の日',
  startSync: '同期を開始',
  unchosenStays: '選択を外したフォルダーのメールも、MailCrmに残ります。',
  error_folders_not_known: 'フォルダーをまだ読み込んでいます。しばらくしてから再試行してください。',
  error_folders_changed: 'その間にフォルダーが変更されました。最新の情報を表示しています。選び直してください。',

  sync_first: '最初の同期を実行しています。取り込んだメールはすでに利用できます。',
  sync_running: '新しいメールを取り込んでいます。',
  sync_fresh: '最新の状態です。',
  sync_attachments: 'すべてのメールを取り込みました。添付ファイルの一部はこれからです。',
  sync_gaps_other: '{{n}}通が取り込めていません。それ以外は最新の状態です。',
  sync_noFolders: 'フォルダーが選択されていないため、メールは取り込まれません。',
  sync_reconnect: '再接続が必要です。',
  sync_stopped: '停止しました。',
  sync_retry: '待機しています。',
  sync_total: '{{all}}通のうち{{stored}}通を保存しました。',
  sync_totalFound: '{{stored}}通を保存しました。',
  sync_rate: '毎分{{n}}通。',
  lastLooked: '最終同期 {{date}}。',
  triesAgain: '次の再試行:{{date}}。',
  folderProgress: '{{all}}通のうち{{stored}}通を保存、残り{{left}}通',
  folderFound: '{{found}}通を確認、{{stored}}通を保存',
  folderWaits: '順番待ち',
  folderHolds: '古いメールを含めるとフォルダー内は{{all}}通',
  perMinute: '毎分{{n}}通',
  folderBoth: 'メールボックス {{mailbox}} · MailCrm {{stored}}',
  keptOut: '取り込み対象外:{{names}}',
  kept_older: '期間より古い{{n}}通',
  kept_drafts_other: '下書き{{n}}通',
  kept_neverCapture: '「取り込まない」リスト{{n}}通',
  kept_deletedHere: 'MailCrmで削除{{n}}通',
  missing: '未取り込み{{n}}通',
  attachmentsPending_other: '{{n}}通の添付ファイルはこれから取り込みます',
  withoutAttachments_other: '{{n}}通は添付ファイルが大きすぎるため、本文のみです',
  neverSynced: 'まだ同期していません',
  syncedFrom: '{{date}}から。これより古いメールは取り込まず、件数にも含めません。',
  syncNow: '今すぐ同期',
  changeFolders: 'フォルダーを変更',
  said_syncing: '新しいメールを確認しています。',

  gaps: '取り込めていないメール',
  gapsMean:
    'メールボックスにありますが、まだMailCrmにありません。多くは自動で再試行します。急ぐ場合は今すぐ取得してください。',
  gapsShown: '新しい{{n}}通を表示しています。',
  gap_not_readable: 'メールとして読み取れません。',
  gap_not_stored: 'MailCrmに保存できませんでした。',
  gap_too_large: 'サイズが大きすぎます。',
  gap_not_found: 'メールボックスから受け取れませんでした。',
  gap_unknown: '取得できませんでした。',
  waitsForYou: '自動では再試行しません。',
  fetchCount_other: '{{n}}通を今すぐ取得',
  said_fetching_other: '{{n}}通を取得しています。',

  writes: 'メールボックスへの反映待ち',
  writesMean: 'MailCrmで行った操作です。メールボックスには自動で反映されます。',
  writesShown: '古い{{n}}件を表示しています。',
  write_read: '既読・未読',
  write_archived: 'アーカイブ',
  write_deleted: '削除',
  writeOfDeleted: 'MailCrmで削除したメール',

  disconnect: '接続を解除',
  disconnectNamed: '{{name}}の接続を解除',
  disconnectMeans:
    '新しいメールは取り込まれなくなり、メールボックスへのサインイン情報は削除されます。すでにあるメールは、紐付けや閲覧できる人とともにそのまま残ります。',
  said_disconnected: '{{name}}の接続を解除しました。メールはMailCrmに残っています。',

  reconnect: '再接続',
  reconnecting: '再接続しています…',
  said_reconnected: '再接続しました。前回の続きから同期します。',
  trouble_sign_in_expired:
    'メールボックスへのサインインの有効期限が切れたか、パスワードが変更されました。再接続すると前回の続きから同期します。失われるメールはありません。',
  trouble_consent_required:
    'MailCrmにメールボックスを読み取る同意がないか、取り消されました。Microsoft 365の管理者がMailCrmに同意した後、再接続してください。',
  trouble_sign_in_missing:
    'メールボックスへのサインイン情報がMailCrmに残っていません。再接続すると前回の続きから同期します。失われるメールはありません。',
  trouble_sign_in_refused:
    'Microsoft 365がメールボックスへのサインインを受け付けなくなりました。再接続すると前回の続きから同期します。失われるメールはありません。',
  trouble_access_denied:
    'Microsoft 365がMailCrmによるメールボックスの読み取りを許可していません。Microsoft 365の管理者に許可を依頼してから、再試行してください。',
  trouble_folder_missing:
    'Microsoft 365に表示されているフォルダーが見つかりませんでした。自動的に再確認します。失われるメールはありません。',
  trouble_no_archive:
    'このメールボックスにはまだアーカイブがありません。Outlookでメールを一度アーカイブすると作成され、その後メールボックスに反映されます。',
  trouble_no_mailbox:
    'このアカウントには、MailCrmが読み取れるMicrosoft 365のメールボックスがありません。Microsoft 365の管理者に依頼してから、再試行してください。',
  trouble_throttled: 'Microsoft 365からアクセスを減らすよう求められています。失われるメールはありません。',
  trouble_provider_trouble: 'Microsoft 365で一時的な障害が発生しています。失われるメールはありません。',
  trouble_unreachable: 'Microsoft 365に一時的に接続できません。失われるメールはありません。',
  trouble_app_registration:
    'Microsoft 365がMailCrm自体を受け付けません。アプリの登録が誤っているか、期限切れです。自分で行うことはありません。MailCrmの運用担当者に連絡してください。',
  trouble_sign_in_unavailable: 'Microsoftのサインインサービスが一時的に応答しません。失われるメールはありません。',
  trouble_storage: 'MailCrmが一時的にメールを保存できません。失われるメールはありません。',
  trouble_our_trouble: 'MailCrmでエラーが発生しました。解消しない場合は、MailCrmの運用担当者に連絡してください。',
  trouble_refused:
    'Microsoft 365がMailCrmの要求を受け付けませんでした。再試行しても解消しない場合は、MailCrmの運用担当者に連絡してください。',
  trouble_unknown:
    'メールボックスを読み取れません。再試行しても解消しない場合は、MailCrmの運用担当者に連絡してください。',
  trouble_unavailable: 'このMailCrmではメール同期が設定されていません。運用担当者に問い合わせてください。',

  sharedMailbox: '共有メールボックス',
  sharedMailboxIs: '管理者が接続しました。メールは自分のものになり、閲覧できる人は自分のほかのメールと同じです。',
  trouble_not_shared:
    'このメールボックスは共有メールボックスではなくなったか、アドレスが個人のものになりました。今後は読み取りません。すでにあるメールは残ります。',
  trouble_shared_permission_lost:
    'Microsoft 365がMailCrmによるこのメールボックスの読み取りを許可しなくなりました。Microsoft 365の管理者がアプリケーションのアクセス許可Mail.ReadWriteとMailboxSettings.Readを再び付与すると、同期は自動的に再開します。失われるメールはありません。',
  trouble_shared_no_mailbox: 'このメールボックスはMicrosoft 365にありません。すでにあるメールは残ります。',
  trouble_shared_steward_left:
    '担当者が退職したため、読み取りを停止しています。別の担当者を指定して接続し直してください。すでにあるメールはそのまま残ります。',

  sharedMailboxesNav: '共有メールボックス',
  sharedMailboxesMean:
    'info@のように特定の個人のものではないメールボックスです。メールは担当者1名のものとして取り込まれ、閲覧できる人は担当者のほかのメールと同じです。ここに表示されるのは状態だけで、フォルダーやメールは表示されません。',
  noSharedMailboxes: '接続されている共有メールボックスはまだありません。',
  connectShared: '共有メールボックスを接続',
  sharedAddress: 'メールボックスのアドレス',
  findSteward: '担当者(メールの持ち主)',
  stewardMeans:
    'フォルダーと期間は{{name}}が選択します。メールは{{name}}のものになり、閲覧できる人は{{name}}のほかのメールと同じです。',
  connectFor: '{{name}}を担当者として接続',
  stewardIs: '担当者:{{name}}',
  connectedSince: '接続 {{date}}。',
  shared_choosing: '{{name}}のフォルダー選択を待っています。',
  shared_syncing: '同期しています。',
  said_sharedConnected: '{{address}}を接続しました。次に{{name}}が設定でフォルダーを選択します。',
  disconnectSharedMeans:
    '新しいメールは取り込まれなくなります。すでにあるメールは、紐付けや閲覧できる人とともに、引き続き{{name}}のものです。',
  said_sharedDisconnected: '{{address}}の接続を解除しました。すでにあるメールは、引き続き{{name}}のものです。',
  error_not_shared:
    'これは共有メールボックスではなく、個人、会議室または備品のメールボックスです。個人のものは、本人が設定で接続します。',
  error_shared_none: 'このアドレスのメールボックスはMicrosoft 365にありません。アドレスを確認してください。',
  error_shared_denied:
    'Microsoft 365がMailCrmによるこのメールボックスの読み取りを許可していません。アプリケーションのアクセス許可Mail.ReadWriteとMailboxSettings.Readを管理者の同意とともに付与してから、接続してください。',
  error_of_user:
    'このアドレスは、サインインや送信に使っている人(退職者を含む)のものです。そのメールがほかの人のものになることはありません。',
  error_shared_there: 'このメールボックスはすでに接続されています。',
  error_steward_gone: '担当者がその間に退職しました。別の人を選択してください。',

  offerMailbox: 'メールボックスを接続すると、メールが自動的にMailCrmに取り込まれます。',
  openMailboxSync: '接続…',
};
