// The handle leaves by the out parameter.
using System.Diagnostics.CodeAnalysis;
using FileLocking;

namespace ValidCode.LOCK3005;

public static class F
{
    public static bool TryEnter(FileLock l, [NotNullWhen(true)] out FileLockHandle? held)
    {
        held = l.TryAcquire();
        return held is not null;
    }

    public static bool Use(FileLock l)
    {
        if (!TryEnter(l, out var held))
            return false;
        using (held)
            return held.IsHeld;
    }
}
