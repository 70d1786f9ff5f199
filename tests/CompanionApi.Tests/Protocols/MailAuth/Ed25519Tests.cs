using CompanionApi.Protocols.MailAuth;

namespace CompanionApi.Tests.Protocols.MailAuth;

/// <summary>The test vectors of RFC 8032 section 7.1.</summary>
public class Ed25519Tests
{
    private const string Key1 = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    private const string Signature1 = "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";

    // The order of the group, little-endian: S and S plus the order would sign the same.
    private const string Order = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";

    [Theory]
    [InlineData(Key1, "", Signature1)]
    [InlineData("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    [InlineData("ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
        + "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704")]
    public void Accepts_the_signatures_of_RFC_8032(string key, string message, string signature)
    {
        Assert.True(Verify(key, message, signature));
        Assert.False(Verify(key, message + "00", signature));
    }

    [Fact]
    public void Rejects_a_signature_or_key_with_a_bit_turned()
    {
        for (var bit = 0; bit < 512; bit += 7) Assert.False(Verify(Key1, "", Turn(Signature1, bit)));
        for (var bit = 0; bit < 256; bit += 7) Assert.False(Verify(Turn(Key1, bit), "", Signature1));
    }

    [Fact]
    public void Rejects_what_is_too_long_too_short_or_beyond_the_order()
    {
        Assert.False(Verify(Key1, "", Signature1[..^2]));
        Assert.False(Verify(Key1, "", Signature1 + "00"));
        Assert.False(Verify(Key1[..^2], "", Signature1));
        Assert.False(Verify(Key1, "", ""));
        Assert.False(Verify("", "", Signature1));
        Assert.False(Verify(Key1, "", Signature1[..64] + Order));
        Assert.False(Verify(Key1, "", Signature1[..64] + Plus(Signature1[64..], Order)));
    }

    [Theory]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000080")]
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("0200000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    public void Rejects_a_key_that_is_no_point_or_written_in_another_way(string key) =>
        Assert.False(Verify(key, "", $"01{new string('0', 126)}"));

    private static bool Verify(string key, string message, string signature) => Ed25519.Verify(
        Convert.FromHexString(key), Convert.FromHexString(message), Convert.FromHexString(signature));

    private static string Turn(string hex, int bit)
    {
        var bytes = Convert.FromHexString(hex);
        bytes[bit / 8] ^= (byte)(1 << bit % 8);
        return Convert.ToHexString(bytes);
    }

    private static string Plus(string a, string b)
    {
        var (left, right) = (Convert.FromHexString(a), Convert.FromHexString(b));
        for (int i = 0, carry = 0; i < left.Length; i++)
        {
            carry += left[i] + right[i];
            left[i] = (byte)carry;
            carry >>= 8;
        }
        return Convert.ToHexString(left);
    }
}
