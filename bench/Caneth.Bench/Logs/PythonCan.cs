using System.Diagnostics;
using System.Globalization;

namespace Caneth.Bench;

/// <summary>python-can, measured by a script of its own in the same run.</summary>
internal sealed class PythonCan
{
    private const string Script = """
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

    private readonly string executable;

    private PythonCan(string executable, string version)
    {
        this.executable = executable;
        Version = version;
    }

    public string Version { get; }

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
        if (extension is null || Run(executable, "-c", Script, format, Path.Combine(folder, "python." + extension)) is not { } answer)
        {
            return null;
        }

        var numbers = answer.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return (numbers[0], numbers[1]);
    }

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
