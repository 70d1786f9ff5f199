namespace CompanionApi.Tests.Protocols.Mime;

public class ParameterTests
{
    [Theory]
    // RFC 2231 sections 3 and 4.
    [InlineData("filename*0=\"a very \"; filename*1=\"long name.txt\"", "a very long name.txt")]
    [InlineData("filename*=us-ascii'en-us'This%20is%20%2A%2A%2Afun%2A%2A%2A", "This is ***fun***")]
    [InlineData("filename*0*=us-ascii'en'This%20is%20even%20more%20;\n filename*1*=%2A%2A%2Afun%2A%2A%2A%20;\n " +
        "filename*2=\"isn't it!\"",
        "This is even more ***fun*** isn't it!")]
    [InlineData("filename*1=b.txt; filename*0=a", "ab.txt")]
    [InlineData("filename*0*=utf-8''%E3%81; filename*1*=%82.txt", "あ.txt")]
    [InlineData("filename*=iso-2022-jp''%1B%24B%24%22%1B%28B.txt", "あ.txt")]
    [InlineData("filename*=''%E3%81%82.txt", "あ.txt")]
    [InlineData("filename=plain.txt; filename*=utf-8''%E3%81%82.txt", "あ.txt")]
    [InlineData("filename*=plain.txt", "plain.txt")]
    [InlineData("filename*=utf-8''100%.txt", "100%.txt")]
    [InlineData("filename*=\"utf-8''%E3%81%82.txt\"", "あ.txt")]
    public void Rfc2231_reads_long_and_foreign_names(string parameter, string expected) =>
        Assert.Equal(expected, FileName(parameter));

    [Theory]
    [InlineData("filename=\"=?utf-8?Q?=E3=81=82.txt?=\"", "あ.txt")]
    [InlineData("filename==?utf-8?B?44GCLnR4dA==?=", "あ.txt")]
    [InlineData("filename=\"=?utf-8?B?44GC?=\n =?utf-8?B?LnR4dA==?=\"", "あ.txt")]
    [InlineData("filename*0=\"=?utf-8?B?44GC\"; filename*1=\"LnR4dA==?=\"", "あ.txt")]
    public void Encoded_words_in_names_are_read_against_the_rules(string parameter, string expected) =>
        Assert.Equal(expected, FileName(parameter));

    [Theory]
    [InlineData("filename=My report.pdf", "My report.pdf")]
    [InlineData("filename=My report (1).pdf; size=3", "My report (1).pdf")]
    [InlineData("filename=\"a \\\"b\\\".txt\"", "a \"b\".txt")]
    [InlineData("filename=\"C:\\Temp\\a.txt\"", "C:\\Temp\\a.txt")]
    [InlineData("filename=\"never closed.txt", "never closed.txt")]
    [InlineData("filename=\"one.txt\"; filename=\"two.txt\"", "one.txt")]
    [InlineData("filename = \"spaced.txt\"", "spaced.txt")]
    [InlineData("FILENAME=upper.txt", "upper.txt")]
    [InlineData("size=3 filename=nosemicolon.txt", "nosemicolon.txt")]
    [InlineData("; ;; filename=a.txt", "a.txt")]
    [InlineData("filename=\"very long\n name.txt\"", "very long name.txt")]
    public void Reads_parameters_as_mailers_write_them(string parameter, string expected) =>
        Assert.Equal(expected, FileName(parameter));

    [Fact]
    public void The_name_of_the_content_type_counts_where_the_disposition_has_none()
    {
        var mail = Written.Field("Content-Type: application/pdf; name=\"=?utf-8?Q?=E3=81=82?=.pdf\"");
        Assert.Equal("あ.pdf", mail.Attachments[0].FileName);
    }

    [Fact]
    public void A_raw_name_is_read_in_the_charset_of_its_part() =>
        Assert.Equal("Größe.txt", Written.Field(
            "Content-Type: text/plain; charset=iso-8859-1; name=\"Gr\u00F6\u00DFe.txt\"").Parts[0].FileName);

    [Theory]
    // RFC 2045 section 5.1, its examples among them.
    [InlineData("text/plain; charset=us-ascii (Plain text)", "text/plain", "us-ascii")]
    [InlineData("text/plain; charset=\"us-ascii\"", "text/plain", "us-ascii")]
    [InlineData("TEXT/HTML; CHARSET=utf-8", "text/html", "utf-8")]
    [InlineData("text / html ; charset = utf-8", "text/html", "utf-8")]
    [InlineData("text/html charset=utf-8", "text/html", "utf-8")]
    [InlineData("(what) text/html; charset=utf-8", "text/html", "utf-8")]
    [InlineData("text/html;charset=utf-8;charset=big5", "text/html", "utf-8")]
    [InlineData("\"text/html\"; charset=utf-8", "text/html", "utf-8")]
    // Section 5.2: what cannot be read is plain text.
    [InlineData("text; charset=utf-8", "text/plain", "utf-8")]
    [InlineData("charset=utf-8", "text/plain", "utf-8")]
    [InlineData("", "text/plain", null)]
    [InlineData("a/b/c", "text/plain", null)]
    public void Rfc2045_5_reads_content_types(string value, string type, string? charset)
    {
        var part = Written.Field("Content-Type: " + value).Parts[0];
        Assert.Equal(type, part.ContentType);
        Assert.Equal(charset, part.Charset);
    }

    [Fact]
    public void A_type_that_cannot_be_read_is_a_file_where_it_has_a_name() =>
        Assert.Equal("application/octet-stream",
            Written.Field("Content-Type: gzip; name=a.gz").Attachments[0].ContentType);

    [Fact]
    public void Rfc2045_7_the_content_id_is_as_a_link_has_it() =>
        Assert.Equal("part1@x",
            Written.Field("Content-Type: image/png\nContent-ID: <part1@x>").Attachments[0].ContentId);

    private static string? FileName(string parameter) =>
        Written.Field("Content-Type: application/pdf\nContent-Disposition: attachment; " + parameter)
            .Attachments[0].FileName;
}
