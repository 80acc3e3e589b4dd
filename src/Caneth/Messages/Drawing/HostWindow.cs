using System.Management.Automation.Host;

namespace Caneth.Messages;

/// <summary>The window of whoever shows something.</summary>
internal static class HostWindow
{
    /// <summary>How many columns there are where nobody knows.</summary>
    public const int UsualWidth = 80;

    /// <summary>How many columns it has.</summary>
    /// <param name="host">What shows it: <c>$Host</c>.</param>
    public static int WidthOf(PSHost host)
    {
        try
        {
            return host.UI?.RawUI?.BufferSize.Width is { } width and > 0 ? width : UsualWidth;
        }
        catch (Exception failure) when (failure is HostException or NotImplementedException or NotSupportedException or IOException or InvalidOperationException)
        {
            return UsualWidth;
        }
    }
}
