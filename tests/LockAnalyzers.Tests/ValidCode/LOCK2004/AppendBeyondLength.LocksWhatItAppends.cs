// The lock begins at the end of the file and covers what is appended.
using System;
using System.IO;
using System.Text;

namespace ValidCode.LOCK2004
{
    public class Ends
    {
        public void Append(FileStream log, byte[] line)
        {
            long length = log.Length;
            log.Lock(length, line.Length);
            try
            {
                log.Seek(length, SeekOrigin.Begin);
                log.Write(line, 0, line.Length);
                log.Flush();
            }
            finally
            {
                log.Unlock(length, line.Length);
            }
        }
    }
}
