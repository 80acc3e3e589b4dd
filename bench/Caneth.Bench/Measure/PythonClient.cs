using System.Diagnostics;
using System.Globalization;

namespace Caneth.Bench;

/// <summary>The Python client of the same wire, run beside.</summary>
internal static class PythonClient
{
    public static async Task<double> MeasureAsync(string folder, string what, Func<Peer> peer)
    {
        using var other = peer();
        var start = new ProcessStartInfo("python3",
            [Path.Combine(AppContext.BaseDirectory, "python_client.py"), folder, what, other.Port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        };
        using var python = Process.Start(start)!;
        var output = await python.StandardOutput.ReadToEndAsync();
        await python.WaitForExitAsync();
        return python.ExitCode == 0 ? double.Parse(output.Trim().Split('\n')[^1], CultureInfo.InvariantCulture) : double.NaN;
    }
}
