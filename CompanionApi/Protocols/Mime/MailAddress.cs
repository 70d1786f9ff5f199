namespace CompanionApi.Protocols.Mime;

/// <summary>One mailbox of an address field. <paramref name="Name"/> is decoded and may be empty.
/// <paramref name="Address"/> stands as written, comments and white space removed (compare with
/// <see cref="Addresses.Normalize"/>); it is empty where the field had a name alone.</summary>
public sealed record MailAddress(string Name, string Address);
