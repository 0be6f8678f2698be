// The length is read once, before the file is cut, and named at both calls.
using System;
using System.IO;

namespace ValidCode.LOCK2001
{
    public class LogCutter
    {
        private readonly FileStream log;

        public LogCutter(FileStream log) { this.log = log; }

        public void Cut(long keep)
        {
            long length = log.Length;
            log.Lock(0, length);
            try
            {
                if (keep < length)
                    log.SetLength(keep);
            }
            finally
            {
                log.Unlock(0, length);
            }
        }
    }
}
