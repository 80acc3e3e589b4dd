using System.Reflection;

namespace Caneth.Help;

/// <summary>Where the pages can be read on the web: below the address of the project, and nowhere while it has none.</summary>
/// <param name="projectUrl">The address of the repository, without a slash at its end; may be empty.</param>
internal sealed class OnlineHelp(string projectUrl)
{
    /// <summary>What <c>ProjectUrl</c> in Directory.Build.props gives.</summary>
    public static OnlineHelp OfTheProject { get; } = new(typeof(OnlineHelp).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "ProjectUrl").Value ?? "");

    /// <summary>The address of a cmdlet's page; empty where there is none.</summary>
    public string AddressOf(string cmdlet) => projectUrl.Length == 0 ? "" : $"{projectUrl}/blob/main/docs/commands/{cmdlet}.md";
}
