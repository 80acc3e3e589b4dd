using System.Management.Automation;
using Caneth.Binding;
using Caneth.Signals;

namespace Caneth.Cmdlets;

/// <summary>What the parameters of a cmdlet ask of the value of a signal: at most one of these.</summary>
internal sealed record SignalComparisons
{
    public object? EQ { get; init; }

    public object? NE { get; init; }

    public object? GT { get; init; }

    public object? GE { get; init; }

    public object? LT { get; init; }

    public object? LE { get; init; }

    public object[]? In { get; init; }

    public string? Like { get; init; }

    public object[]? Between { get; init; }

    /// <summary>The condition; that the signal is there where nothing is asked.</summary>
    /// <exception cref="SignalException">A value is neither a number nor a text that the signal knows.</exception>
    public SignalCondition On(MessageDefinition message, SignalDefinition signal)
    {
        if (Like is not null)
        {
            var pattern = WildcardPattern.Get(Like, WildcardOptions.IgnoreCase);
            return SignalCondition.OnText(message, signal, pattern.IsMatch, $"like {Like}");
        }

        return EQ is not null ? Compared(SignalComparison.Equal, EQ)
            : NE is not null ? Compared(SignalComparison.NotEqual, NE)
            : GT is not null ? Compared(SignalComparison.Greater, GT)
            : GE is not null ? Compared(SignalComparison.GreaterOrEqual, GE)
            : LT is not null ? Compared(SignalComparison.Less, LT)
            : LE is not null ? Compared(SignalComparison.LessOrEqual, LE)
            : In is not null ? Compared(SignalComparison.Equal, In)
            : Between is not null ? Compared(SignalComparison.Between, Between)
            : SignalCondition.Present(message, signal);

        SignalCondition Compared(SignalComparison comparison, params object[] operands) =>
            SignalCondition.Compare(message, signal, comparison, [.. operands.Select(operand => Argument.ValueOf(operand)!)]);
    }
}
