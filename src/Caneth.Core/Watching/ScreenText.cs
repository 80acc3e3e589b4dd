namespace Caneth.Watching;

/// <summary>A text in a line of a screen.</summary>
/// <param name="Column">Where it begins, from 0.</param>
/// <param name="Text">The text, without control characters.</param>
/// <param name="Tone">What it is.</param>
public readonly record struct ScreenText(int Column, string Text, TextTone Tone = TextTone.Plain);
