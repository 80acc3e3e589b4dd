namespace Caneth.Signals;

/// <summary>How a decoded message gives the values of its signals.</summary>
public enum SignalForm
{
    /// <summary>As people work with them: physical values, with their texts where the database has some.</summary>
    Value,

    /// <summary>The text alone where the database has one for the value, else the physical value.</summary>
    Text,

    /// <summary>What lies in the frame: whole numbers with their signs; floats as they are.</summary>
    Raw,
}
