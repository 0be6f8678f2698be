// writer.Flush follows the Unlock.
using System.IO;

namespace Tests.Results;

public class ResultLog
{
    public void Record(FileStream log, params string[] results)
    {
        var writer = new StreamWriter(log, leaveOpen: true);
        log.Lock(0, long.MaxValue);
        try
        {
            foreach (string result in results)
                writer.WriteLine(result);
        }
        finally
        {
            {|LOCK3009:log.Unlock(0, long.MaxValue)|};
        }
        writer.Flush();
    }
}
