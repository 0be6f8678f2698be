namespace LockAnalyzers.Recognition.Apis;

/// <summary>A parameter of a native function.</summary>
/// <param name="Name">Its name in the system's documentation.</param>
/// <param name="Role">What it means.</param>
/// <param name="Type">Its native type.</param>
internal sealed record NativeParameter(string Name, ArgumentRole Role, NativeType Type);
