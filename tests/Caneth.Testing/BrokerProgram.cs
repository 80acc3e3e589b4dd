namespace Caneth.Testing;

/// <summary>
/// A broker as others build it, a program at a free port of this computer: nats-server with JetStream, or mosquitto. It can be killed and started
/// again at the same place, with what it has stored.
/// </summary>
public sealed class BrokerProgram : IDisposable
{
    private readonly TemporaryFolder folder = new("caneth-broker-");
    private readonly string file;
    private readonly Func<BrokerProgram, IEnumerable<string>> arguments;
    private readonly string ready;
    private RunningProgram? program;

    private BrokerProgram(string file, Func<BrokerProgram, IEnumerable<string>> arguments, string ready)
    {
        this.file = file;
        this.arguments = arguments;
        this.ready = ready;
    }

    /// <summary>Its port.</summary>
    public int Port { get; private set; }

    /// <summary>The number of its process.</summary>
    public int Id => program!.Id;

    /// <summary>Where it keeps what it stores.</summary>
    public string Folder => folder.Path;

    /// <summary>What it has said.</summary>
    public string Log => program!.Error;

    /// <summary>Where a program of Debian is; null where it is not installed.</summary>
    /// <param name="name">nats-server or mosquitto.</param>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Append("/usr/sbin").Append("/usr/local/sbin").Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Starts nats-server with JetStream; where it is not installed, the test is left out.</summary>
    /// <param name="more">More arguments.</param>
    public static Task<BrokerProgram> StartNatsAsync(params string[] more) => StartAsync(
        "nats-server", broker => ["-a", "127.0.0.1", "-p", $"{broker.Port}", "-js", "-sd", broker.Folder, .. more], "Server is ready");

    /// <summary>Starts mosquitto; where it is not installed, the test is left out.</summary>
    /// <param name="more">More lines of its settings.</param>
    public static Task<BrokerProgram> StartMosquittoAsync(params string[] more) => StartAsync(
        "mosquitto",
        broker =>
        {
            string[] settings = [$"listener {broker.Port} 127.0.0.1", "allow_anonymous true", "persistence false", "user root", .. more];
            File.WriteAllLines(Path.Combine(broker.Folder, "mosquitto.conf"), settings);
            return ["-c", Path.Combine(broker.Folder, "mosquitto.conf"), "-v"];
        },
        "running");

    /// <summary>Kills it, as kill -9 does.</summary>
    public void Kill()
    {
        program?.Dispose();
        program = null;
    }

    /// <summary>Starts it again, at the same port and with what it has stored.</summary>
    public async Task RestartAsync()
    {
        Kill();
        program = RunningProgram.Start(file, arguments(this));
        await program.ErrorAsync(ready);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        folder.Dispose();
    }

    private static async Task<BrokerProgram> StartAsync(string name, Func<BrokerProgram, IEnumerable<string>> arguments, string ready)
    {
        var file = Find(name);
        Assert.SkipWhen(file is null, $"{name} is not installed here");
        var broker = new BrokerProgram(file!, arguments, ready) { Port = Loopback.ClosedPort() };
        try
        {
            await broker.RestartAsync();
            return broker;
        }
        catch
        {
            broker.Dispose();
            throw;
        }
    }
}
