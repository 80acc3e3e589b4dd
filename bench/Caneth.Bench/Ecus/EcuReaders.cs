using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;
using Caneth.Links.Gateway;
using Caneth.Sessions;

namespace Caneth.Bench;

/// <summary>Those who read data of the engine again and again, one after another, at the port of a gateway.</summary>
/// <param name="port">The port.</param>
/// <param name="time">How long each reads.</param>
internal sealed class EcuReaders(int port, TimeSpan time)
{
    private const int WarmUp = 10;

    /// <summary>The library.</summary>
    /// <returns>How often in a second.</returns>
    public async Task<double> LibraryAsync(ushort identifier)
    {
        await using var session = await CanSession.ConnectAsync("127.0.0.1", port);
        using var engine = new UdsClient(session, IsoTpAddress.Obd(0));
        for (var count = 0; count < WarmUp; count++)
        {
            await engine.ReadDataAsync(identifier);
        }

        var reads = 0;
        var clock = Stopwatch.StartNew();
        for (; clock.Elapsed < time; reads++)
        {
            await engine.ReadDataAsync(identifier);
        }

        return reads / clock.Elapsed.TotalSeconds;
    }

    /// <summary>A socket and nothing else, for data of 2 bytes: what no tester can exceed, since the other process has to be woken for each.</summary>
    /// <returns>How often in a second.</returns>
    public double BareSocket(ushort identifier)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        var request = new byte[FrameCodec.FrameSize];
        FrameCodec.Encode(new CanFrame(0x7E0, [3, 0x22, (byte)(identifier >> 8), (byte)identifier, 0, 0, 0, 0]), request);
        var answer = new byte[FrameCodec.FrameSize];
        var reads = 0;
        var clock = Stopwatch.StartNew();
        for (; clock.Elapsed < time; reads++)
        {
            socket.Send(request);
            for (var received = 0; received < answer.Length; received += socket.Receive(answer.AsSpan(received)))
            {
            }
        }

        return reads / clock.Elapsed.TotalSeconds;
    }

    /// <summary>A stack in Python, given as a checkout.</summary>
    /// <param name="executable">A Python that has python-can.</param>
    /// <param name="folder">The folder of the checkouts.</param>
    /// <param name="stack">Which: <c>opendbc</c> or <c>udsoncan</c>.</param>
    /// <param name="identifier">What is read.</param>
    /// <returns>How often in a second; not a number where it cannot be run.</returns>
    public async Task<double> PythonAsync(string executable, string folder, string stack, ushort identifier)
    {
        string[] arguments = [stack, folder, Text(port), Text(identifier), Text(time.TotalSeconds)];
        var start = new ProcessStartInfo(executable, [Path.Combine(AppContext.BaseDirectory, "ecu_client.py"), .. arguments]) { RedirectStandardOutput = true };
        using var python = Process.Start(start)!;
        var output = await python.StandardOutput.ReadToEndAsync();
        await python.WaitForExitAsync();
        return python.ExitCode == 0 ? double.Parse(output.Trim().Split('\n')[^1], CultureInfo.InvariantCulture) : double.NaN;
    }

    /// <summary>A loop at the prompt.</summary>
    /// <returns>How long each read took, in milliseconds, the shortest first.</returns>
    public double[] Prompt(string identifier, int count)
    {
        using var shell = new PowerShellSession();
        shell.Seconds("$null = Connect-CanDevice 127.0.0.1 -Port $args[0]; $null = Connect-CanEcu 7E0", port);
        shell.Seconds("""
            $times = [double[]]::new($args[1])
            for ($i = -10; $i -lt $times.Count; $i++) {
                $clock = [Diagnostics.Stopwatch]::GetTimestamp()
                $null = Read-CanEcuData $args[0]
                $took = [Diagnostics.Stopwatch]::GetElapsedTime($clock).TotalMilliseconds
                if ($i -ge 0) { $times[$i] = $took }
            }
            $global:times = $times
            """, identifier, count);
        var times = shell.Value<double[]>(", $times");
        shell.Seconds("Disconnect-CanDevice");
        Array.Sort(times);
        return times;
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
