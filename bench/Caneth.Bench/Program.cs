using Caneth.Bench;

// dotnet run -c Release --project bench/Caneth.Bench -- [--rounds 5] [--only receive,send] [--python-caneth DIR] [--json FILE]
if (args is ["serve", ..])
{
    return await LoadServer.RunAsync(args);
}

if (args is ["start", var module])
{
    ImportBench.Start(module);
    return 0;
}

var options = Options.Parse(args);
var report = new Report();
foreach (var (name, run) in new (string, Func<Options, Report, Task>)[]
{
    ("decode", DecodeBench.RunAsync),
    ("receive", ReceiveBench.RunAsync),
    ("engine", EngineBench.RunAsync),
    ("send", SendBench.RunAsync),
    ("roundtrip", RoundTripBench.RunAsync),
    ("handlers", HandlerBench.RunAsync),
    ("sessions", SessionsBench.RunAsync),
    ("stopping", StoppingBench.RunAsync),
    ("import", ImportBench.RunAsync),
})
{
    if (options.Runs(name))
    {
        await run(options, report);
    }
}

report.Print(Console.Out);
if (options.Json is not null)
{
    File.WriteAllText(options.Json, report.ToJson());
}

return 0;
