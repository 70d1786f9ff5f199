namespace CompanionApi.Http;

/// <summary>
/// Where the pages and this API are reached from outside: what stands in links comes from here, never from a request. Without
/// an address of the API nobody can tell it of changes in mailboxes.
/// </summary>
public sealed record PublicUrls(Uri Web, Uri? Api)
{
    /// <exception cref="InvalidOperationException">A setting is wrong: its name and what is expected.</exception>
    public static PublicUrls Read(IConfiguration settings) => new(
        Address(settings, "PublicUrl:Web") ?? throw new InvalidOperationException(
            "Setting PublicUrl:Web is missing; expected AddinWeb's public address, such as https://crm.example.com."),
        Address(settings, "PublicUrl:Api"));

    /// <summary>An address as the operator set it; null where none is set.</summary>
    /// <param name="settings">All settings.</param>
    /// <param name="name">Which.</param>
    /// <param name="mayHavePath">Behind a gateway it may; else it is scheme, host and port.</param>
    /// <exception cref="InvalidOperationException">A setting is wrong: its name and what is expected.</exception>
    public static Uri? Address(IConfiguration settings, string name, bool mayHavePath = false)
    {
        if (settings[name] is not { Length: > 0 } value)
        {
            return null;
        }

        return Uri.TryCreate(value, UriKind.Absolute, out var address) &&
            address.UserInfo == "" && !value.AsSpan().ContainsAny('?', '#') &&
            (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)) &&
            (mayHavePath || address.AbsolutePath == "/")
            ? address
            : throw new InvalidOperationException(
                $"Setting {name} is \"{value}\"; expected an address with https (http only on localhost), without " +
                $"{(mayHavePath ? "" : "path and ")}query, such as https://crm.example.com.");
    }
}
