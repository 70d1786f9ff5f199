using Microsoft.IdentityModel.Tokens;

namespace Demo.Microsoft365.SignIn;

/// <summary>Access tokens that an API must refuse, each wrong in exactly one way.</summary>
internal static class TokenFaults
{
    private const string OtherTenant = "6e1b0d3c-2a74-4f58-93de-c0a85b7f1e29";
    private const string PersonalAccounts = "9188040d-6c67-4c5b-b112-36a304b66dad";
    private const string OtherApplication = "a7c05d1e-83f2-4b6a-9e41-d2f6038b5c97";

    public static string Write(
        Dictionary<string, object> claims,
        string? error,
        SigningKeys keys,
        Func<Dictionary<string, object>, SigningCredentials?, string> sign)
    {
        Spoil(claims, error);
        return error switch
        {
            "unknown_key" => sign(claims, SigningKeys.Unpublished()),
            "unsigned" => sign(claims, null),
            "bad_signature" => BreakSignature(sign(claims, keys.Current)),
            _ => sign(claims, keys.Current),
        };
    }

    private static void Spoil(Dictionary<string, object> claims, string? error)
    {
        switch (error)
        {
            case "wrong_audience":
                claims["aud"] = Entra.GraphAudience;
                break;
            case "wrong_issuer":
                claims["iss"] = Entra.Issuer(OtherTenant);
                break;
            case "other_tenant":
                OfTenant(claims, OtherTenant);
                break;
            case "personal_account":
                OfTenant(claims, PersonalAccounts);
                break;
            case "expired":
                Shift(claims, -24 * 60 * 60);
                break;
            case "not_yet_valid":
                Shift(claims, 24 * 60 * 60);
                break;
            case "v1":
                claims["iss"] = $"https://sts.windows.net/{claims["tid"]}/";
                claims["appid"] = claims["azp"];
                claims["ver"] = "1.0";
                claims.Remove("azp");
                break;
            case "no_scope":
                claims.Remove("scp");
                break;
            case "other_scope":
                claims["scp"] = "something_else";
                break;
            case "other_client":
                claims["azp"] = OtherApplication;
                break;
            case "app_only":
                claims.Remove("scp");
                claims.Remove("preferred_username");
                claims["roles"] = new[] { "Mail.Read" };
                claims["idtyp"] = "app";
                break;
            case "guest":
                claims["oid"] = "3d5a90c7-41be-4e62-8f0d-b7c9126ea854";
                claims["idp"] = $"https://sts.windows.net/{OtherTenant}/";
                claims["acct"] = 1;
                claims["preferred_username"] = "guest@outside.example";
                claims["name"] = "A Guest";
                break;
            case "no_object_id":
                claims.Remove("oid");
                break;
        }
    }

    private static void OfTenant(Dictionary<string, object> claims, string tenant)
    {
        claims["tid"] = tenant;
        claims["iss"] = Entra.Issuer(tenant);
    }

    private static void Shift(Dictionary<string, object> claims, long seconds)
    {
        foreach (var name in new[] { "iat", "nbf", "exp" })
        {
            claims[name] = (long)claims[name] + seconds;
        }
    }

    private static string BreakSignature(string token)
    {
        var dot = token.LastIndexOf('.');
        var signature = Base64UrlEncoder.DecodeBytes(token[(dot + 1)..]);
        signature[0] ^= 0xff;
        return $"{token[..dot]}.{Base64UrlEncoder.Encode(signature)}";
    }
}
