// TryLock may answer false inside the try; the finally unlocks a range that is not held.
using System;
using FileLocking;
using Microsoft.Win32.SafeHandles;

namespace Vectors.Index;

public static class VectorIndex
{
    public static bool TryRebuild(SafeFileHandle index, Action rebuild)
    {
        try
        {
            if (!{|LOCK3003:HandleLock.TryLock(index)|})
                return false;
            rebuild();
            return true;
        }
        finally
        {
            HandleLock.Unlock(index);
        }
    }
}
