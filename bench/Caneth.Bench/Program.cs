using Caneth.Bench;

// dotnet run -c Release --project bench/Caneth.Bench -- <verb> [--<option> <value> ...]; see bench/README.md.
switch (args)
{
    // What measurements start in processes of their own.
    case [LoadServer.Name, var framesPerSecond]:
        await LoadServer.RunAsync(framesPerSecond);
        return 0;
    case [ImportBench.Name, var module]:
        ImportBench.Start(module);
        return 0;
    case [ParseBench.Name, var database]:
        ParseBench.Start(database);
        return 0;
    case [EcuServer.Name]:
        await EcuServer.RunAsync();
        return 0;
    case [DiallingGateways.Name, var port, var gateways, var rate, var packet]:
        await DiallingGateways.RunAsync(port, gateways, rate, packet);
        return 0;
    case [PublishingProcess.Name, var uri, var spool, var first, var count, var paced]:
        return await PublishingProcess.RunAsync(uri, spool, first, count, paced);
    case [Recorder.Name, var file, .. var ports]:
        await Recorder.RunAsync(file, ports);
        return 0;
}

var named = args.Length > 0 && !args[0].StartsWith('-');
var verb = Verb.All.FirstOrDefault(verb => verb.Name == (named ? args[0] : "measure"));
if (verb is null)
{
    Console.Error.Write(Verb.Usage);
    return 2;
}

Arguments arguments;
try
{
    arguments = new(args[(named ? 1 : 0)..], verb.Options);
}
catch (ArgumentException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    Console.Error.Write(Verb.Usage);
    return 2;
}

return await verb.RunAsync(arguments);
