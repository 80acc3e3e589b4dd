namespace Caneth.Diagnostics.Channels;

/// <summary>A control unit refused what it was asked for.</summary>
public sealed class UdsException : CanException
{
    internal UdsException(string message, UdsMessage response)
        : base(message, UdsResponseCodes.Advice(response.ResponseCode!.Value), innerException: null) => Response = response;

    /// <summary>Why.</summary>
    public UdsResponseCode ResponseCode => Response.ResponseCode!.Value;

    /// <summary>What it answered.</summary>
    public UdsMessage Response { get; }
}
