namespace CompanionApi.Data;

/// <summary>With more new persons than this in one mail none is made, and the message says so (S10).</summary>
public sealed record NewPersonLimit(int PerMail);
