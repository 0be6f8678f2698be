// FileStream.Lock over a length that was just set to zero, through a record of the project's own.
using System;
using System.IO;

namespace Ledgers.Reset;

public static class LedgerReset
{
    private const long Everything = 0;

    public static void Reset(FileStream ledger, byte[] opening)
    {
        ledger.Lock({|LOCK2003:0, Everything|});
        try
        {
            ledger.SetLength(0);
            ledger.Write(opening, 0, opening.Length);
            ledger.Flush();
        }
        finally
        {
            ledger.Unlock(0, Everything);
        }
    }
}
