namespace Caneth.Signals;

/// <summary>How the value of a signal is compared.</summary>
public enum SignalComparison
{
    /// <summary>It is one of the operands.</summary>
    Equal,

    /// <summary>It is none of the operands.</summary>
    NotEqual,

    /// <summary>It is greater than the operand.</summary>
    Greater,

    /// <summary>It is not less than the operand.</summary>
    GreaterOrEqual,

    /// <summary>It is less than the operand.</summary>
    Less,

    /// <summary>It is not greater than the operand.</summary>
    LessOrEqual,

    /// <summary>It lies between two operands, or is one of them.</summary>
    Between,
}
