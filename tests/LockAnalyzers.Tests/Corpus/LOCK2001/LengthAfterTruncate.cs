// The length is read again after the file was cut.
using System;
using System.IO;

namespace Cutting
{
    public class LogCutter
    {
        private readonly FileStream log;

        public LogCutter(FileStream log) { this.log = log; }

        public void Cut(long keep)
        {
            log.Lock(0, log.Length);
            try
            {
                if (keep < log.Length)
                    log.SetLength(keep);
            }
            finally
            {
                log.Unlock({|LOCK2001:0, log.Length|});
            }
        }
    }
}
