// All exits run the finally, which releases when the flag says the lock was taken.
using System;
using System.IO;

namespace ValidCode.LOCK3001;

public static class Rotation
{
    public static int Rotate(FileStream log, int limit)
    {
        bool taken = false;
        try
        {
            log.Lock(0, long.MaxValue);
            taken = true;
            if (log.Length < limit)
                return 0;
            if (log.Length > 16L * limit)
                throw new InvalidDataException("log grew out of bounds");
            log.SetLength(0);
            return 1;
        }
        finally
        {
            if (taken)
                log.Unlock(0, long.MaxValue);
        }
    }
}
