namespace CompanionApi.Data;

/// <summary>The address that MailCrm's own mail comes from, as addresses are compared; null where none is sent.</summary>
public sealed record OwnMail(string? From);
