using System.Diagnostics;
using System.Globalization;

namespace Caneth.Bench;

/// <summary>python-can, measured by scripts of its own in the same run.</summary>
internal sealed class PythonCan
{
    private const string LogScript = """
        import sys, time, can
        from can.io import CanutilsLogReader, CanutilsLogWriter, ASCReader, ASCWriter, TRCReader, TRCWriter, BLFReader, BLFWriter
        kinds = {"candump": (CanutilsLogReader, CanutilsLogWriter), "asc": (ASCReader, ASCWriter),
                 "trc": (TRCReader, TRCWriter), "blf": (BLFReader, BLFWriter)}
        reader, writer = kinds[sys.argv[1]]
        path = sys.argv[2]
        count = 100000
        messages = [can.Message(timestamp=1.7e9 + i * 0.000125, arbitration_id=0x100 + i * 7 % 180, is_extended_id=False, channel=0,
                                data=[i & 255, i >> 8 & 255, 0, 0, 0, i * 3 & 255, i * 5 & 255, i * 11 & 255]) for i in range(count)]
        begin = time.perf_counter()
        log = writer(path)
        for message in messages:
            log.on_message_received(message)
        log.stop()
        wrote = time.perf_counter() - begin
        begin = time.perf_counter()
        read = sum(1 for _ in reader(path))
        took = time.perf_counter() - begin
        print(read / took, count / wrote)
        """;

    // The command itself, without the time that it takes to start.
    private const string ConvertScript = """
        import time
        from can.logconvert import main
        begin = time.perf_counter()
        main()
        print(time.perf_counter() - begin)
        """;

    // A bus that writes the 13 bytes of a gateway, so that both sides do the same.
    private const string CyclicScript = """
        import sys, time, socket, struct, can
        port, messages, period, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4])
        class Gateway(can.BusABC):
            def __init__(self):
                super().__init__(channel=0)
                self.socket = socket.create_connection(("127.0.0.1", port))
                self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.times = [[] for _ in range(messages)]
            def send(self, message, timeout=None):
                self.socket.sendall(struct.pack(">BI8s", message.dlc, message.arbitration_id, bytes(message.data)))
                self.times[message.arbitration_id - 0x100].append(time.perf_counter())
        bus = Gateway()
        begin = time.process_time()
        for index in range(messages):
            bus.send_periodic(can.Message(arbitration_id=0x100 + index, is_extended_id=False, data=bytes(8)), period)
        time.sleep(seconds)
        bus.stop_all_periodic_tasks()
        used = time.process_time() - begin
        errors = sorted(abs(b - a - period) * 1000 for times in bus.times for a, b in zip(times, times[1:]))
        drift = max(abs(times[-1] - times[0] - period * (len(times) - 1)) for times in bus.times) * 1000
        counts = [len(times) for times in bus.times]
        print(min(counts), max(counts), errors[len(errors) // 2], errors[int(len(errors) * 0.99)], errors[-1], drift, used / seconds)
        """;

    private readonly string executable;

    private PythonCan(string executable, string version)
    {
        this.executable = executable;
        Version = version;
    }

    public string Version { get; }

    /// <summary>The Python that has it.</summary>
    public string Executable => executable;

    public static PythonCan? Find()
    {
        foreach (var executable in (string[])["python3", "/usr/bin/python3"])
        {
            if (Run(executable, "-c", "import can; print('python-can', can.__version__)") is { } version)
            {
                return new PythonCan(executable, version);
            }
        }

        return null;
    }

    /// <summary>Frames per second, or null for a format that python-can has not.</summary>
    public (double Read, double Write)? Measure(string format, string folder)
    {
        var extension = format switch { "candump" => "log", "asc" or "trc" or "blf" => format, _ => null };
        if (extension is null || Run(executable, "-c", LogScript, format, Path.Combine(folder, "python." + extension)) is not { } answer)
        {
            return null;
        }

        var numbers = answer.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return (numbers[0], numbers[1]);
    }

    /// <summary>How many seconds <c>can_logconvert</c> takes from one file to another, or null where it cannot.</summary>
    public double? Convert(string from, string to) =>
        Run(executable, "-c", ConvertScript, from, to) is { } answer ? double.Parse(answer, CultureInfo.InvariantCulture) : null;

    /// <summary>What <c>send_periodic</c> does with messages that are sent at one period to a port of this computer.</summary>
    public CyclicFigures? Cyclic(int port, int messages, TimeSpan period, TimeSpan time) =>
        Run(executable, "-c", CyclicScript, Text(port), Text(messages), Text(period.TotalSeconds), Text(time.TotalSeconds)) is { } answer
            ? CyclicFigures.Parse(answer)
            : null;

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    private static string? Run(string executable, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(executable, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var answer = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? answer : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
