/** The sentences of synced mailboxes in English; mailAccountsJa.ts has the same keys. `n`: a count as it is read. */
export const mailAccountsEn = {
  mailboxSync: 'Mailbox sync',
  noMailbox: 'No mailbox is connected. Connect yours, choose folders and a date, and its mail comes in by itself.',
  connectMailbox: 'Connect my Microsoft 365 mailbox',
  connecting: 'Connecting…',
  readingFolders: 'Reading the folders of {{name}}…',

  // which folders, and from when
  whichFolders: 'Which folders',
  allFolders: 'All folders, new ones too',
  allFoldersBut: 'All but {{names}}: these only if you choose them.',
  someFolders: 'Only the ones I choose',
  foldersOf: 'Folders of {{name}}',
  chosenCount_one: '{{n}} folder chosen',
  chosenCount_other: '{{n}} folders chosen',
  folder_inbox: 'Inbox',
  folder_sentitems: 'Sent',
  folder_drafts: 'Drafts',
  folder_deleteditems: 'Deleted',
  folder_junkemail: 'Junk',
  folder_archive: 'Archive',
  folder_outbox: 'Outbox',
  fromWhen: 'From when',
  fromWhenMeans: 'Nothing older is taken. Mail from before you connected comes in private: only you see it.',
  since_now: 'From now on',
  since_month: '1 month back',
  since_quarter: '3 months back',
  since_year: '1 year back',
  since_date: 'From a date…',
  since_all: 'Everything',
  since_kept: 'As before: from {{date}}',
  since_keptAll: 'As before: everything',
  sinceDay: 'First day',
  startSync: 'Start sync',
  unchosenStays: 'Mail of folders that you no longer choose stays in MailCrm.',
  error_folders_not_known: 'The folders are not read yet. Try again in a moment.',
  error_folders_changed: 'The folders changed meanwhile. What you see is fresh now: choose again.',

  // how far it is
  sync_first: 'First sync is running. Mail that is here can be used already.',
  sync_running: 'Catching up.',
  sync_fresh: 'Up to date.',
  sync_attachments: 'All mail is here. Some attachments are still to come.',
  sync_gaps_one: '{{n}} mail is missing. The rest is up to date.',
  sync_gaps_other: '{{n}} mails are missing. The rest is up to date.',
  sync_noFolders: 'No folder is chosen, so no mail comes in.',
  sync_reconnect: 'Reconnect needed.',
  sync_stopped: 'Stopped.',
  sync_retry: 'Waiting.',
  sync_total: '{{stored}} of {{all}} stored.',
  sync_totalFound: '{{stored}} stored.',
  sync_rate: '{{n}} a minute.',
  lastLooked: 'Last synced {{date}}.',
  triesAgain: 'Next try: {{date}}.',
  folderProgress: '{{stored}} of {{all}} stored, {{left}} remaining',
  folderFound: '{{found}} found, {{stored}} stored',
  folderWaits: 'Waiting for its turn',
  folderHolds: '{{all}} in the folder with older mail',
  perMinute: '{{n}} a minute',
  folderBoth: 'Mailbox {{mailbox}} · MailCrm {{stored}}',
  keptOut: 'Not taken: {{names}}',
  kept_older: '{{n}} older',
  kept_drafts_one: '{{n}} draft',
  kept_drafts_other: '{{n}} drafts',
  kept_neverCapture: '{{n}} on a never-capture list',
  kept_deletedHere: '{{n}} deleted here',
  missing: '{{n}} missing',
  attachmentsPending_one: 'Attachments of {{n}} mail are still to come',
  attachmentsPending_other: 'Attachments of {{n}} mails are still to come',
  withoutAttachments_one: '{{n}} mail without its attachments: they are too large',
  withoutAttachments_other: '{{n}} mails without their attachments: they are too large',
  neverSynced: 'Not synced yet',
  syncedFrom: 'From {{date}}. Nothing older is taken or counted.',
  syncNow: 'Sync now',
  changeFolders: 'Change folders',
  said_syncing: 'Looking for new mail now.',

  // mail by mail what is not here
  gaps: 'Missing mail',
  gapsMean: 'These are in the mailbox but not here yet. Most come by themselves; fetch them now if you need them.',
  gapsShown: 'The newest {{n}} are listed.',
  gap_not_readable: 'It cannot be read as mail.',
  gap_not_stored: 'MailCrm could not store it.',
  gap_too_large: 'It is too large.',
  gap_not_found: 'The mailbox did not give it.',
  gap_unknown: 'It could not be fetched.',
  waitsForYou: 'It is not tried again by itself.',
  fetchCount_one: 'Fetch {{n}} now',
  fetchCount_other: 'Fetch {{n}} now',
  said_fetching_one: 'Fetching {{n}} mail now.',
  said_fetching_other: 'Fetching {{n}} mails now.',

  // what the mailbox has not followed yet
  writes: 'On its way to the mailbox',
  writesMean: 'You did this here; the mailbox follows by itself.',
  writesShown: 'The oldest {{n}} are listed.',
  write_read: 'Read or unread',
  write_archived: 'Archive',
  write_deleted: 'Delete',
  writeOfDeleted: 'A mail that was deleted here',

  // the end
  disconnect: 'Disconnect',
  disconnectNamed: 'Disconnect {{name}}',
  disconnectMeans:
    'No new mail comes in, and MailCrm forgets its sign-in to the mailbox. Mail that is here stays, with its links and who sees it.',
  said_disconnected: 'Disconnected {{name}}. Its mail stays in MailCrm.',

  // what stands in the way, and what to do
  reconnect: 'Reconnect',
  reconnecting: 'Reconnecting…',
  said_reconnected: 'Reconnected. Sync goes on from where it was.',
  trouble_sign_in_expired:
    'The sign-in to your mailbox has expired, or your password was changed. Reconnect: sync goes on from where it was, and nothing is lost.',
  trouble_consent_required:
    'MailCrm has no consent to read your mailbox, or it was taken back. Your Microsoft 365 admin must consent to MailCrm; reconnect after that.',
  trouble_sign_in_missing:
    'MailCrm no longer has a sign-in to your mailbox. Reconnect: sync goes on from where it was, and nothing is lost.',
  trouble_sign_in_refused:
    'Microsoft 365 no longer accepts MailCrm’s sign-in to your mailbox. Reconnect: sync goes on from where it was, and nothing is lost.',
  trouble_access_denied:
    'Microsoft 365 does not let MailCrm read your mailbox. Ask your Microsoft 365 admin to allow it, then try again.',
  trouble_folder_missing:
    'Microsoft 365 did not find a folder that it shows. MailCrm looks again by itself, and nothing is lost.',
  trouble_no_archive:
    'This mailbox has no archive yet. Archive any mail in Outlook once, and Outlook makes one; the mailbox follows then.',
  trouble_no_mailbox:
    'Your account has no Microsoft 365 mailbox that MailCrm can read. Ask your Microsoft 365 admin for one, then try again.',
  trouble_throttled: 'Microsoft 365 asks MailCrm to slow down. Nothing is lost.',
  trouble_provider_trouble: 'Microsoft 365 has trouble at the moment. Nothing is lost.',
  trouble_unreachable: 'Microsoft 365 cannot be reached at the moment. Nothing is lost.',
  trouble_app_registration:
    'Microsoft 365 does not accept MailCrm itself: its registration is wrong or has expired. You have nothing to do; tell whoever runs MailCrm.',
  trouble_sign_in_unavailable: 'Microsoft’s sign-in service does not answer at the moment. Nothing is lost.',
  trouble_storage: 'MailCrm cannot store mail at the moment. Nothing is lost.',
  trouble_our_trouble: 'MailCrm had an error with this mailbox. If it stays, tell whoever runs MailCrm.',
  trouble_refused:
    'Microsoft 365 refused what MailCrm asked of your mailbox. Try again; if it stays, tell whoever runs MailCrm.',
  trouble_unknown: 'Your mailbox cannot be read. Try again; if it stays, tell whoever runs MailCrm.',
  trouble_unavailable: 'This MailCrm is not set up for mailbox sync. Ask whoever runs it.',

  // shared mailboxes, for the steward
  sharedMailbox: 'Shared mailbox',
  sharedMailboxIs: 'An admin connected it for you. Its mail is yours, and as private as your other mail.',
  trouble_not_shared:
    'This mailbox is no longer a shared one, or its address has become a person’s. Nothing more is read from it; mail already here stays.',
  trouble_shared_permission_lost:
    'Microsoft 365 no longer lets MailCrm into this mailbox. The Microsoft 365 admin must grant the application permissions Mail.ReadWrite and MailboxSettings.Read again; sync goes on by itself after that, and nothing is lost.',
  trouble_shared_no_mailbox: 'This mailbox is no longer in Microsoft 365. Mail already here stays.',
  trouble_shared_steward_left:
    'Its steward has left, so nothing is read any more. Connect it again with another steward; mail already here stays as it is.',

  // shared mailboxes, for admins
  sharedMailboxesNav: 'Shared mailboxes',
  sharedMailboxesMean:
    'Mailboxes that are nobody’s own, such as info@. The mail comes in for one colleague, its steward, and is as private as the steward’s other mail. You see here how they stand, never the folders or the mail.',
  noSharedMailboxes: 'No shared mailbox is connected yet.',
  connectShared: 'Connect a shared mailbox',
  sharedAddress: 'Address of the mailbox',
  findSteward: 'Steward: whose mail it becomes',
  stewardMeans:
    '{{name}} chooses the folders and a date. The mail is {{name}}’s, and as private as {{name}}’s other mail.',
  connectFor: 'Connect for {{name}}',
  stewardIs: 'Steward: {{name}}',
  connectedSince: 'Connected {{date}}.',
  shared_choosing: 'Waits for {{name}} to choose folders.',
  shared_syncing: 'Syncing.',
  said_sharedConnected: 'Connected {{address}}. {{name}} chooses its folders in the settings now.',
  disconnectSharedMeans: 'No new mail comes in. Mail already here stays {{name}}’s, with its links and who sees it.',
  said_sharedDisconnected: 'Disconnected {{address}}. Mail already here stays {{name}}’s.',
  error_not_shared:
    'This is no shared mailbox but a person’s, a room’s or equipment’s. People connect their own in their settings.',
  error_shared_none: 'Your Microsoft 365 has no such mailbox. Check the address.',
  error_shared_denied:
    'Microsoft 365 does not let MailCrm into this mailbox. Grant the application permissions Mail.ReadWrite and MailboxSettings.Read, with admin consent, then connect it.',
  error_of_user:
    'Someone signs in with this address or sends from it, or did before leaving. Such mail is never given to others.',
  error_shared_there: 'This mailbox is connected already.',
  error_steward_gone: 'The steward has left meanwhile. Choose another colleague.',

  // in the pane
  offerMailbox: 'Connect your mailbox, and its mail comes into MailCrm by itself.',
  openMailboxSync: 'Connect…',
} as const;
