// The values are those of the real run time, where @types/office-js only promises the names.

export const hostType = { Outlook: 'Outlook', Word: 'Word', Excel: 'Excel', PowerPoint: 'PowerPoint' };

export const platformType = {
  PC: 'PC',
  OfficeOnline: 'OfficeOnline',
  Mac: 'Mac',
  iOS: 'iOS',
  Android: 'Android',
  Universal: 'Universal',
};

export const eventType = {
  ItemChanged: 'olkItemSelectedChanged',
  RecipientsChanged: 'olkRecipientsChanged',
  SelectedItemsChanged: 'olkSelectedItemsChanged',
  OfficeThemeChanged: 'officeThemeChanged',
  DialogMessageReceived: 'dialogMessageReceived',
  DialogEventReceived: 'dialogEventReceived',
  DialogParentMessageReceived: 'dialogParentMessageReceived',
};

export const asyncResultStatus = { Succeeded: 'succeeded', Failed: 'failed' };

export const coercionType = { Text: 'text', Html: 'html' };

export const initializationReason = { Inserted: 'inserted', DocumentOpened: 'documentOpened' };

export const mailboxEnums = {
  ActionType: { ShowTaskPane: 'showTaskPane' },
  AttachmentType: { Base64: 'base64', Cloud: 'cloud', File: 'file', Item: 'item' },
  BodyMode: { FullBody: 0, HostConfig: 1 },
  ComposeType: { Forward: 'forward', NewMail: 'newMail', Reply: 'reply' },
  DelegatePermissions: { Read: 1, Write: 2, DeleteOwn: 4, DeleteAll: 8, EditOwn: 16, EditAll: 32 },
  ItemNotificationMessageType: {
    ProgressIndicator: 'progressIndicator',
    InformationalMessage: 'informationalMessage',
    ErrorMessage: 'errorMessage',
    InsightMessage: 'insightMessage',
  },
  ItemType: { Message: 'message', Appointment: 'appointment' },
  RecipientType: { DistributionList: 'distributionList', User: 'user', ExternalUser: 'externalUser', Other: 'other' },
  ResponseType: {
    None: 'none',
    Organizer: 'organizer',
    Tentative: 'tentative',
    Accepted: 'accepted',
    Declined: 'declined',
  },
  RestVersion: { v1_0: 'v1.0', v2_0: 'v2.0', Beta: 'beta' },
  UserProfileType: { Office365: 'office365', OutlookCom: 'outlookCom', Enterprise: 'enterprise' },
};
