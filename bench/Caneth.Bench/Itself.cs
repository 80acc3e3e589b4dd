using System.Diagnostics;

namespace Caneth.Bench;

/// <summary>This program, to be started once more.</summary>
internal static class Itself
{
    /// <summary>Starts it as it was started itself: by its own name, or as <c>dotnet Caneth.Bench.dll</c>.</summary>
    /// <param name="arguments">Its arguments.</param>
    public static ProcessStartInfo With(params IEnumerable<string> arguments)
    {
        var program = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return new(program, isHost ? [typeof(Itself).Assembly.Location, .. arguments] : arguments);
    }
}
