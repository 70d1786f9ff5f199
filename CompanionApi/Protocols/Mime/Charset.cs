namespace CompanionApi.Protocols.Mime;

internal enum CharsetKind
{
    Unknown,
    /// <summary>A label that says "I do not know", as RFC 1428 lets gateways say.</summary>
    Unlabelled,
    Ascii, Utf8, Utf16, Utf7, Iso2022, EucJp, ShiftJis,
    /// <summary>A single-byte charset .NET lacks.</summary>
    Table,
    CodePage,
}

internal readonly record struct Charset(CharsetKind Kind, int CodePage = 0)
{
    public bool IsMultiByte => Kind is CharsetKind.EucJp or CharsetKind.ShiftJis or CharsetKind.Iso2022
        || (Kind == CharsetKind.CodePage && CodePage is 949 or 950 or 1361 or 52936 or 54936 or 12000 or 12001);
}
