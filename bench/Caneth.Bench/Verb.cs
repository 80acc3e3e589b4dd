namespace Caneth.Bench;

/// <summary>One thing that this program does.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Does">What it does.</param>
/// <param name="Options">The options that it knows.</param>
/// <param name="RunAsync">Does it, and gives the program's exit status.</param>
internal sealed record Verb(string Name, string Does, string[] Options, Func<Arguments, Task<int>> RunAsync)
{
    public static IReadOnlyList<Verb> All { get; } =
    [
        new("measure", "measures the library and the module beside their references; without a verb this is done",
            ["--rounds", "--only", "--python-caneth", "--database", "--json"], MeasureVerb.RunAsync),
        new("logs", "writes and reads every log format, beside python-can where it is installed", ["--frames", "--formats"], LogsVerb.RunAsync),
        new("convert", "converts a log from BLF to candump and back, beside python-can's logconvert where it is installed",
            ["--frames", "--log", "--python-frames"], ConvertVerb.RunAsync),
        new("parquet", "writes, reads and converts Parquet", ["--frames", "--log"], ParquetVerb.RunAsync),
        new("pipeline", "reads and writes log files through the engine", ["--frames"], PipelineVerb.RunAsync),
        new("record", "records two gateways with 8,000 frames/s each into one file", ["--seconds", "--packet", "--files"], RecordVerb.RunAsync),
        new("trigger", "records what surrounds random triggers at 8,000 frames/s, and holds every file against a ledger",
            ["--minutes", "--triggers", "--before", "--after", "--seed"], TriggerVerb.RunAsync),
        new("publish", "publishes numbered frames to nats-server and mosquitto, kills and cuts, and accounts for every frame",
            ["--frames", "--brokers", "--trials"], PublishVerb.RunAsync),
        new("fleet", "a fleet that dials in, collected, published through nats-server and written to Parquet by the services, and accounts for every frame",
            ["--gateways", "--rate", "--packet", "--seconds"], FleetVerb.RunAsync),
        new("replay", "replays a log at its original timing and says how late its frames were", ["--seconds", "--rate"], ReplayVerb.RunAsync),
        new("transmit", "sends messages again and again and says how well they keep their time, beside python-can where it is installed",
            ["--messages", "--period", "--seconds"], TransmitVerb.RunAsync),
        new("dial", "lets many gateways dial in, send, and dial in anew all at once", ["--gateways", "--rate", "--packet", "--seconds"], DialVerb.RunAsync),
        new("ecu", "reads data of a control unit in the library and at the prompt, beside stacks in Python where their checkouts are given, and says how well STmin is kept",
            ["--rounds", "--seconds", "--checkouts"], EcuVerb.RunAsync),
        new("hub", "shares a gateway that has room for one client among five programs, and says what they missed", ["--seconds"], HubVerb.RunAsync),
        new("bridge", "joins two gateways and says how much later frames arrive than with two threads that copy bytes", ["--seconds", "--rounds"], BridgeVerb.RunAsync),
        new("fuzz", "gives damaged logs, databases and byte streams to every reader", ["--count", "--seconds", "--seed", "--first", "--corpus", "--only"], FuzzVerb.RunAsync),
        new("find", "looks for hidden buttons and numbers in made-up cars, and times it", ["--cars", "--seed"], FindVerb.RunAsync),
        new("plot", "writes the page of a plot and opens it in Chromium where that is installed", ["--points", "--rounds"], PlotVerb.RunAsync),
        new("skeleton", "makes databases of traffic that is made up from DBC files, and says how well their fields were found",
            ["--files", "--count", "--skip", "--seed", "--messages", "--seconds", "--save", "--beside", "--each", "--log", "--database"], SkeletonVerb.RunAsync),
        new("soak", "sends both ways over a link that breaks all the time, and accounts for every frame", ["--minutes", "--seed", "--rate"], SoakVerb.RunAsync),
    ];

    /// <summary>How the program is used.</summary>
    public static string Usage => "Usage: Caneth.Bench [<verb>] [--<option> <value> ...]\n"
        + string.Concat(All.Select(verb => $"  {verb.Name,-8} {verb.Does}\n           {string.Join(' ', verb.Options)}\n"));
}
