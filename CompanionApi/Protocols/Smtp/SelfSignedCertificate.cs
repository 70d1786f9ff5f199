using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CompanionApi.Protocols.Smtp;

/// <summary>A certificate for STARTTLS where none is configured: it hides the talk, it proves no name.</summary>
public static class SelfSignedCertificate
{
    private const int KeyBits = 2048;
    private const int Years = 5;

    public static X509Certificate2 For(string hostName)
    {
        using var key = RSA.Create(KeyBits);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(hostName);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(hostName);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(Years));
        // Windows takes a key for TLS only from a store, which is where reading a PFX puts it.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
