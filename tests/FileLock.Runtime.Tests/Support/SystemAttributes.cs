using System.Runtime.CompilerServices;

namespace FileLocking.Tests;

// Skipped before they run: an exception that leaves a test through reflection, as a skip from within does, hangs .NET under Wine
// at the next test.

/// <summary>A fact of Unix, skipped on Windows for the reason given.</summary>
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute(string reason, [CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Skip = OperatingSystem.IsWindows() ? reason : null;
}

/// <inheritdoc cref="UnixFactAttribute"/>
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute(string reason, [CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Skip = OperatingSystem.IsWindows() ? reason : null;
}

/// <summary>A fact of Linux, skipped elsewhere for the reason given.</summary>
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute(string reason, [CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Skip = OperatingSystem.IsLinux() ? null : reason;
}

/// <inheritdoc cref="LinuxFactAttribute"/>
public sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute(string reason, [CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Skip = OperatingSystem.IsLinux() ? null : reason;
}

/// <summary>A fact of Windows, skipped elsewhere for the reason given.</summary>
public sealed class WindowsFactAttribute : FactAttribute
{
    public WindowsFactAttribute(string reason, [CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Skip = OperatingSystem.IsWindows() ? null : reason;
}

/// <inheritdoc cref="WindowsFactAttribute"/>
public sealed class WindowsTheoryAttribute : TheoryAttribute
{
    public WindowsTheoryAttribute(string reason, [CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Skip = OperatingSystem.IsWindows() ? null : reason;
}
