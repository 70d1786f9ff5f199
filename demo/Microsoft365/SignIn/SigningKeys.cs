using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Demo.Microsoft365.SignIn;

/// <summary>
/// Entra's signing keys: two are published, the first signs. A rollover publishes a new one, lets the second sign and
/// forgets the first, so that who caches keys must ask again.
/// </summary>
public sealed class SigningKeys
{
    private const int Published = 2;
    private readonly Lock gate = new();
    private readonly string file;
    private readonly List<Key> keys;

    public SigningKeys(string folder)
    {
        file = Path.Combine(folder, "signing-keys.json");
        keys = File.Exists(file)
            ? [.. JsonSerializer.Deserialize<string[]>(File.ReadAllBytes(file))!.Select(Key.FromPem)]
            : [.. Enumerable.Range(0, Published).AsParallel().Select(_ => Key.Create())];
        Save();
    }

    public SigningCredentials Current
    {
        get
        {
            lock (gate)
            {
                return keys[0].Credentials;
            }
        }
    }

    /// <summary>A key that is published nowhere.</summary>
    public static SigningCredentials Unpublished() => Key.Create().Credentials;

    public void RollOver()
    {
        lock (gate)
        {
            keys.RemoveAt(0);
            keys.Add(Key.Create());
            Save();
        }
    }

    public IReadOnlyList<SecurityKey> PublicKeys
    {
        get
        {
            lock (gate)
            {
                return [.. keys.Select(key => key.Credentials.Key)];
            }
        }
    }

    /// <summary>The JWKS, each key naming the issuer it may sign for.</summary>
    public object Document(string issuer)
    {
        lock (gate)
        {
            return new { keys = keys.Select(key => key.Published(issuer)).ToArray() };
        }
    }

    private void Save() =>
        AtomicFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(keys.Select(key => key.Pem).ToArray()));

    private sealed record Key(string Pem, X509Certificate2 Certificate, SigningCredentials Credentials)
    {
        public static Key Create()
        {
            using var rsa = RSA.Create(2048);
            var request = new CertificateRequest(
                "CN=accounts.accesscontrol.windows.net", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using var certificate =
                request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(5));
            return FromPem($"{certificate.ExportCertificatePem()}\n{rsa.ExportPkcs8PrivateKeyPem()}");
        }

        public static Key FromPem(string pem)
        {
            var certificate = X509Certificate2.CreateFromPem(pem, pem);
            var id = Base64UrlEncoder.Encode(certificate.GetCertHash());
            var key = new RsaSecurityKey(certificate.GetRSAPrivateKey()) { KeyId = id };
            return new Key(pem, certificate, new SigningCredentials(key, SecurityAlgorithms.RsaSha256));
        }

        public object Published(string issuer)
        {
            var numbers = Certificate.GetRSAPublicKey()!.ExportParameters(false);
            return new
            {
                kty = "RSA",
                use = "sig",
                kid = Credentials.Key.KeyId,
                x5t = Credentials.Key.KeyId,
                n = Base64UrlEncoder.Encode(numbers.Modulus),
                e = Base64UrlEncoder.Encode(numbers.Exponent),
                x5c = new[] { Convert.ToBase64String(Certificate.RawData) },
                issuer,
            };
        }
    }
}
