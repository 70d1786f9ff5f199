using MailCrm.Benchmarks;

if (args.Length == 0 || args[0] is "--help" or "-h")
{
    Console.WriteLine(
        """
        Measures MailCrm on this machine and prints one JSON line for each case; never part of the tests.

          dotnet run -c Release --project tests/Benchmarks -- BENCHMARK [options]

          intake          mail by SMTP: proven, matched, linked, threaded, indexed, durable
                          --count 1500  --connections 1,10,50  --mix plain:60,html:30,att:10  --repeat 1
                          --generator ../shared/bench/smtpload.py
          open-message    the pane's call and a deal's page, beside a bare endpoint that reads one row; wants wrk
                          --messages 1000,100000,1000000  --connections 32  --seconds 6  --repeat 3
          fill            captures as the store grows, and whether filled mail equals captured mail, column by column
                          --messages 1000,100000,300000,1000000  --count 2000
          start           from nothing to ready, and idle memory; with --demo of the demo, too
                          --repeat 3  --demo demo/bin/Release/net10.0/MailCrm.Demo.dll
          pane            the pane in Chromium with a slow CPU, against the demo
                          --repeat 5  --slower 4  --demo demo/bin/Release/net10.0/MailCrm.Demo.dll
          sync            a first sync from a simulated mailbox, beside a bare client that drops the same pages
                          --messages 1000,20000  --mean 26000  --latency 250  --repeat 1  --warm 3000 (of a colleague, before)
                          --cold (without that)
                          --demo demo/bin/Release/net10.0/MailCrm.Demo.dll
        Of all:
          --table         a table for people in place of JSON lines
          --seed 1  --sources 1000     of filled stores: the seed; how many messages have their source in the content store
          --stores FOLDER              keeps filled stores there, and uses those that lie there
          --keep          leaves the working folder and says where it is
        """);
    return 0;
}

if (args is ["bare-row", var file, var url])
{
    BareRow.Serve(file, url);
    return 0;
}

if (args is [SyncedApi.Name, var graph])
{
    SyncedApi.Serve(graph);
    return 0;
}

var options = new Options(args[1..]);
using var report = new Report(args[0], options.Has("table"));
try
{
    await (args[0] switch
    {
        "intake" => Intake.RunAsync(options, report),
        "fill" => Fill.RunAsync(options, report),
        "start" => Start.RunAsync(options, report),
        "pane" => Pane.RunAsync(options, report),
        "sync" => Sync.RunAsync(options, report),
        "open-message" => OpenMessage.RunAsync(options, report),
        _ => throw new OptionException($"There is no benchmark \"{args[0]}\"; --help lists them."),
    });
    return 0;
}
catch (OptionException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
