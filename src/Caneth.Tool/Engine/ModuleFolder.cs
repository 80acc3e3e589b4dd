namespace Caneth.Tool.Engine;

/// <summary>Where the module lies: in <c>module/</c> beside the command.</summary>
internal static class ModuleFolder
{
    /// <summary>The module's manifest.</summary>
    /// <exception cref="FileNotFoundException">The command was copied without its module.</exception>
    public static string Manifest
    {
        get
        {
            var manifest = Path.Combine(AppContext.BaseDirectory, "module", "Caneth.psd1");
            return File.Exists(manifest) ? manifest : throw new FileNotFoundException(
                $"The Caneth module is missing: there is no {manifest}. Install the caneth tool again, or build it.");
        }
    }
}
