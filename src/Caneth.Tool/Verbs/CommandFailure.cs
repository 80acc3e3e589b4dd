using System.Globalization;
using System.Management.Automation;

namespace Caneth.Tool.Verbs;

/// <summary>Ends a verb with a message and an exit status.</summary>
/// <param name="message">What went wrong, for the user.</param>
/// <param name="exitStatus">The exit status.</param>
internal sealed class CommandFailure(string message, int exitStatus = ExitStatus.Failed) : Exception(message)
{
    /// <summary>The exit status.</summary>
    public int ExitStatus { get; } = exitStatus;

    /// <summary>Makes one of an error that ended a pipeline. What the module refuses to understand is wrong usage.</summary>
    public static CommandFailure Of(RuntimeException failure) => failure is ParameterBindingException binding
        ? new($"{OptionOf(binding)}{(binding.InnerException ?? binding).Message}", Tool.ExitStatus.WrongUsage)
        : Of(failure.ErrorRecord);

    /// <summary>Makes one of an error that a pipeline wrote.</summary>
    public static CommandFailure Of(ErrorRecord error) => error.Exception is ParameterBindingException binding
        ? Of(binding)
        : new(Describe(error),
            error.CategoryInfo.Category == ErrorCategory.InvalidArgument ? Tool.ExitStatus.WrongUsage : Tool.ExitStatus.Failed);

    /// <summary>An error in a sentence or two: what happened and, unless it speaks of cmdlets, what to do.</summary>
    public static string Describe(ErrorRecord error)
    {
        var advice = error.ErrorDetails?.RecommendedAction ?? "";
        var speaksOfCmdlets = advice.Contains("-Can", StringComparison.Ordinal) || advice.Contains(" -", StringComparison.Ordinal);
        return advice.Length == 0 || speaksOfCmdlets ? error.ToString() : $"{error} {advice}";
    }

    private static string OptionOf(ParameterBindingException binding) =>
        string.IsNullOrEmpty(binding.ParameterName) ? "" : $"--{binding.ParameterName.ToLower(CultureInfo.InvariantCulture)}: ";
}
